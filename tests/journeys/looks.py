"""What every page must be: no axe findings, no sideways scrolling, visible focus, reachable by keyboard."""

from __future__ import annotations

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


# what a narrow screen can change; colours, names and roles are the same at every size
OF_SIZE = ["target-size", "scrollable-region-focusable", "css-orientation-lock", "meta-viewport"]


def axe_findings(page, rules=None) -> list[str]:
    from axe_playwright_python.base import AXE_SCRIPT

    if not page.evaluate("'axe' in window"):  # twice on one page it need not be read again
        page.evaluate(AXE_SCRIPT)
    # only what is wrong: describing everything that is right takes as long as looking
    options = {"runOnly": rules or RULES, "resultTypes": ["violations"]}
    return page.evaluate(
        """options => axe.run(options).then(found => found.violations.map(
          row => row.id + ': ' + JSON.stringify(row.nodes.slice(0, 3).map(node => node.target))))""",
        options,
    )


def sideways(page) -> int:
    """How many pixels the page scrolls sideways; 0 is right."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def unreachable(page) -> list[str]:
    """Links, buttons and fields that Tab does not reach or that show no focus (outline or shadow)."""
    return page.evaluate(
        """() => {
      const seen = element => element.checkVisibility({checkOpacity: true, checkVisibilityCSS: true});
      const wanted = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
        .filter(e => seen(e) && !e.disabled && e.type !== 'hidden');
      const problems = [];
      for (const element of wanted) {
        if (element.tabIndex < 0 && !element.closest('[role=tree]') && element.type !== 'radio')
          { problems.push('no tab: ' + element.outerHTML.slice(0, 90)); continue; }
        element.focus({focusVisible: true});
        if (document.activeElement !== element) { problems.push('no focus: ' + element.outerHTML.slice(0, 90)); continue; }
        const marks = [element, element.closest('label'), ...element.querySelectorAll('*')].filter(Boolean);
        const shown = marks.some(e => { const s = getComputedStyle(e);
          return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== 'none'
            || (e.matches('.kv-ring__vlak') && parseFloat(s.strokeWidth) >= 5); });
        if (!shown) problems.push('focus not visible: ' + element.outerHTML.slice(0, 90));
      }
      return problems;
    }"""
    )


def small_targets(page) -> list[str]:
    """Targets under 24 by 24 px that do not stand in a sentence (WCAG 2.5.8)."""
    return page.evaluate(
        """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select')]
      .filter(e => e.checkVisibility({checkOpacity: true, checkVisibilityCSS: true}))
      .filter(e => { const r = e.getBoundingClientRect();
        if (e.closest('label') || e.closest('svg') || e.classList.contains('nl-skip-link')) return false;
        const inline = getComputedStyle(e).display === 'inline';
        return !inline && (r.width < 24 || r.height < 24); })
      .map(e => e.outerHTML.slice(0, 100))"""
    )
