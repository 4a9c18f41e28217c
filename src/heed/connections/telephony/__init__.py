"""
Telephone systems: they post what happens to a call, Heed answers at once and keeps every word they sent.

The contract is docs/telephony.md (Zammad's event names, with the caller-line fields that a police service needs).
"""
