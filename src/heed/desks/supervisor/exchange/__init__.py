"""What did not reach a partner."""
