"""Problems worked on over weeks: plans (SARA), powers used against other parties, and evidence. Single tasks are tasking's."""
