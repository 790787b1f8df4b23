"""HTML templates: text is escaped, and undefined names raise an error."""

from functools import cache

import jinja2


@cache
def template(package: str, name: str) -> jinja2.Template:
    """Load a template by its name in the folder `templates` of a package.

    It may include templates of `validator.rendering`.
    """
    shared = jinja2.PackageLoader("validator.rendering")
    environment = jinja2.Environment(
        loader=jinja2.ChoiceLoader([jinja2.PackageLoader(package), shared]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    return environment.get_template(name)
