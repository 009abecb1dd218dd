import type * as Monaco from "monaco-editor/editor";

type Api = typeof Monaco;

export const themeName = "hookdesk";

/** Draws every editor in the colour roles of the page, now and whenever the theme changes. */
export function followTheme({ editor }: Api) {
  const draw = () => {
    const style = getComputedStyle(document.documentElement);
    const colour = (role: string) => sixDigits(style.getPropertyValue(`--${role}`).trim());
    const ink = (token: string, role: string, fontStyle?: string) => ({
      token,
      foreground: colour(role).slice(1),
      ...(fontStyle && { fontStyle }),
    });
    editor.defineTheme(themeName, {
      base: document.documentElement.classList.contains("dark") ? "vs-dark" : "vs",
      inherit: true,
      rules: [
        ink("", "text"),
        ink("key", "accent-text"),
        ink("string", "success"),
        ink("number", "info"),
        ink("literal", "warning"),
        ink("delimiter", "text-muted"),
        ink("comment", "text-faint", "italic"),
        ink("tag", "accent-text"),
        ink("placeholder", "accent-text"),
        ink("filter", "info"),
        ink("word", "warning"),
        ink("keyword", "accent-text"),
        ink("type", "warning"),
        ink("identifier", "text"),
        ink("variable", "text"),
        ink("variable.predefined", "warning"),
        ink("parameter", "warning"),
        ink("property", "text"),
        ink("support.function", "info"),
        ink("function", "info"),
        ink("method", "info"),
        ink("namespace", "text-muted"),
        ink("enumMember", "warning"),
        ink("constant", "warning"),
        ink("operator", "text-muted"),
      ],
      colors: {
        "editor.background": colour("background"),
        "editor.foreground": colour("text"),
        "editorLineNumber.foreground": colour("text-faint"),
        "editorLineNumber.activeForeground": colour("text"),
        "editorCursor.foreground": colour("text"),
        "editorWidget.background": colour("raised"),
        "editorWidget.border": colour("border"),
        "editorSuggestWidget.background": colour("raised"),
        "editorSuggestWidget.foreground": colour("text"),
        "editorSuggestWidget.selectedBackground": colour("hover"),
        "editorSuggestWidget.selectedForeground": colour("text"),
        "editorSuggestWidget.highlightForeground": colour("accent-text"),
        "editorSuggestWidget.focusHighlightForeground": colour("accent-text"),
        "editorHoverWidget.background": colour("raised"),
        "editorError.foreground": colour("danger"),
        "editorWarning.foreground": colour("warning"),
        focusBorder: colour("accent-text"),
      },
    });
    editor.setTheme(themeName);
  };
  draw();
  new MutationObserver(draw).observe(document.documentElement, { attributes: true, attributeFilter: ["class"] });
}

/** Monaco refuses `#fff`, which a minifier makes of `#ffffff`. */
const sixDigits = (hex: string) => hex.replace(/^#(.)(.)(.)$/, "#$1$1$2$2$3$3");
