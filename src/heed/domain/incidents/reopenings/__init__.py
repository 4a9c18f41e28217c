"""That a closing holds no longer: somebody was asked whether it stopped, and it had not."""
