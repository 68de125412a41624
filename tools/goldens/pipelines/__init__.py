"""The tiny pipelines of make_pipeline_goldens.py: weights, folders, cases and what diffusers draws."""
