"""
The ASB case review: that somebody was told of it before they asked, and from an application to what came of it.

Which complaints qualify is counted in engines/risk/case_review. Tasks that a review gives are domain/tasking's.
"""
