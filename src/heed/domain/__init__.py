"""What the force knows, one folder for each subject."""
