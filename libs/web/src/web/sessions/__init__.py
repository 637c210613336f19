"""Who is signed in, kept on the server; the browser holds a random name of it and nothing else."""
