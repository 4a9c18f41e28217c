"""What somebody wrote about themselves, together with us: found by a number they can say, out of view unless confirmed."""
