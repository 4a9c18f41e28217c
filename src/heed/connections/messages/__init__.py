"""Sends what the domain put into its outbox: e-mail by SMTP, and texts, e-mails and letters by GOV.UK Notify."""
