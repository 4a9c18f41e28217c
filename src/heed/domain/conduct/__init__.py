"""
What a sequence of incidents may amount to: prompts that it may be a crime, and what a person decided and why.

Also, apart from that and in `wording`, the weekly sample of log entries that a supervisor reads for how they are worded.
Which tests are met is decided by engines.risk; the course of things, and the signs in a log, by flows.
"""
