"""The pages: one module per noun, with the same names as the services. A view asks and shows in about ten lines."""
