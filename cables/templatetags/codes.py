from django import template

register = template.Library()


@register.filter
def percent(share: float) -> str:
    """`88 %`, rounded, but never up to 100 % or down to 0 % of what is not quite that."""
    rounded = round(100 * share)
    if rounded == 100 and share < 1:
        return "over 99 %"
    if rounded == 0 and share > 0:
        return "under 1 %"
    return f"{rounded} %"


@register.filter
def coefficient(value: float) -> str:
    """`0.62`, `−0.10`."""
    return f"{value:.2f}".replace("-", "−")
