"""Judge submissions in any language against problems in any common package format."""
