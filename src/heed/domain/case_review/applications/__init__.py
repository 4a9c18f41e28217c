"""Applications for a case review, and the complaints that they rest on, each as one agency took it."""
