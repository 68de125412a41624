"""The forge: trains and exports the small chest-radiograph diffusion model of the product."""
