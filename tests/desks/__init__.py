"""Tests of the pages, one folder for each desk."""
