"""What `./txng` does. `starting` and `setting_up` run on any Python 3.11 before anything is installed;
the other modules run inside the project's own environment."""
