"""Is a sequence of incidents a crime? Read, prompted and decided; both ways round."""
