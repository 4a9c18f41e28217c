"""
That somebody was told of the ASB case review before they asked: at which line, how, and what they said.

Which complaints qualify is counted in engines/risk/case_review. Applications are kept elsewhere.
"""
