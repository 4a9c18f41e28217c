"""Beats of a force: their names and shapes, and in which one a point lies. Who works on them is tasking's."""
