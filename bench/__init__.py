"""The speed of the main jobs, each as a ratio to a bare Django page measured in the same run."""
