"""Accessibility faults that axe finds on a page in the browser, without measuring the same colours again and again."""

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

RULES = {"target-size": {"enabled": True}}
# Everything but the contrast of colours, which is two thirds of the time that axe takes.
SHAPE = {"resultTypes": ["violations"], "rules": {**RULES, "color-contrast": {"enabled": False}}}
ALL = {"resultTypes": ["violations"], "rules": RULES}

# What is wrong, and none of the rest that axe tells: bringing that over takes as long as finding it.
FAULTS = "(options) => axe.run(document, options).then(({ violations }) => ({ violations }))"
# What each piece of text looks like: its own style and that of all it stands in, as one number; 0 is no text.
LOOKS = """() => {
  const STYLE = ["color", "backgroundColor", "backgroundImage", "fontSize", "fontWeight", "opacity", "visibility",
    "display", "position", "textShadow", "filter", "mixBlendMode", "clipPath", "clip", "overflow", "textIndent"];
  const mixed = (seed, words) => {
    let [a, b] = [seed | 0, Math.floor(seed / 2097152) ^ 0x41c6ce57];
    for (let i = 0; i < words.length; i++) {
      const code = words.charCodeAt(i);
      a = Math.imul(a ^ code, 2654435761);
      b = Math.imul(b ^ code, 1597334677);
    }
    a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
    b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
    return 4294967296 * (2097151 & b) + (a >>> 0);
  };
  const says = (one) => one.checkVisibility({ visibilityProperty: true }) && (one.matches("input, select, textarea") ||
    [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()));
  const looks = [];
  const walk = (one, around) => {
    const style = getComputedStyle(one);
    const own = [one.tagName, one.getAttribute("class"), one.disabled, ...STYLE.map((name) => style[name])];
    const look = mixed(around, own.join());
    looks.push(says(one) ? look : 0);
    for (const child of one.children) walk(child, look);
  };
  walk(document.documentElement, window.innerWidth);
  return looks;
}"""
# The contrast of some elements of the page, by their places in it: how many are wrong, and which were found right.
CONTRAST = """async (places) => {
  const all = [document.documentElement, ...document.documentElement.querySelectorAll("*")];
  const options = {
    runOnly: ["color-contrast"], resultTypes: ["violations", "passes"], elementRef: true, selectors: false,
  };
  const found = await axe.run({ include: places.map((place) => all[place]) }, options);
  const right = new Set(found.passes.flatMap((rule) => rule.nodes.map((node) => node.element)));
  return [found.violations.length, places.filter((place) => right.has(all[place]))];
}"""


class Looking:
    """Looks at pages with axe. Text whose contrast was found right is not measured again where it looks the same.

    It does where it, and everything it stands in, has the same classes, colours, size and so on in a window of the same
    width, on whatever page. All that axe asks besides is asked each time.
    """

    def __init__(self) -> None:
        self._right: set[int] = set()

    def faults(self, page: Page) -> str:
        """A report of what is wrong with a page as it stands; empty where nothing is."""
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE_SCRIPT)
        results = AxeResults(page.evaluate(FAULTS, SHAPE))
        if results.violations_count:
            return results.generate_report()
        looks = page.evaluate(LOOKS)
        new = [place for place, look in enumerate(looks) if look and look not in self._right]
        if not new:
            return ""
        wrong, right = page.evaluate(CONTRAST, new)
        self._right |= {looks[place] for place in right}
        return AxeResults(page.evaluate(FAULTS, ALL)).generate_report() if wrong else ""
