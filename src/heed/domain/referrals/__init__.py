"""Referrals to partner agencies: who was asked to take a case, what they said, and who holds it meanwhile. Nobody bounces."""
