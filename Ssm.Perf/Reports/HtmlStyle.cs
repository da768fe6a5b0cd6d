namespace Ssm.Perf.Reports;

/// <summary>The report's style sheet: light and dark, wide and narrow, screen and paper.</summary>
internal static class HtmlStyle
{
    /// <summary>How many colours there are for models; a model keeps its colour wherever it appears.</summary>
    internal const int Colours = 8;

    /// <summary>The colours, as variables.</summary>
    /// <remarks>
    /// The colours differ in lightness as well as in hue, for readers who do not see all hues; those of the dark
    /// scheme are lighter, so that they keep their contrast.
    /// </remarks>
    internal const string Palette = """
        :root {
          color-scheme: light dark;
          --page: #fbfbf9; --card: #ffffff; --ink: #1c1c1a; --soft: #5d5d58; --rule: #e3e2dd; --grid: #eceae5;
          --s0: #1f6fc4; --s1: #d1590f; --s2: #16866a; --s3: #8a4fc0; --s4: #b98a00; --s5: #c2356b;
          --s6: #4c5d70; --s7: #7d4b27;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --page: #161614; --card: #1f1f1d; --ink: #efeee9; --soft: #a5a49d; --rule: #35342f; --grid: #2b2a27;
            --s0: #5ea3ec; --s1: #f08a4b; --s2: #3fbf98; --s3: #b98be8; --s4: #dcb23c; --s5: #ee739f;
            --s6: #a3b5c9; --s7: #cf9f78;
          }
        }

        """;

    /// <summary>The sheet.</summary>
    internal const string Css = Palette + """
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
        main { max-width: 1080px; margin: 0 auto; padding: 32px 20px 56px; }
        h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 4px; letter-spacing: -0.01em; }
        h2 { font-size: 1.15rem; margin: 40px 0 12px; }
        h3 { font-size: 0.95rem; margin: 0 0 6px; font-weight: 600; }
        p { margin: 0 0 12px; max-width: 70ch; }
        .soft, figcaption, .environment { color: var(--soft); font-size: 0.875rem; }
        .card { background: var(--card); border: 1px solid var(--rule); border-radius: 10px; padding: 16px; margin: 0; }
        .grid2 { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); gap: 16px; }
        .grid3 { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 320px), 1fr)); gap: 16px; }
        .pair { display: grid; grid-template-columns: 1fr 1fr; gap: 8px; text-align: center; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
        th, td { padding: 8px 12px; text-align: right; white-space: nowrap; border-top: 1px solid var(--rule); }
        th:first-child, td:first-child { text-align: left; padding-left: 0; }
        th:last-child, td:last-child { padding-right: 0; }
        thead th { border-top: 0; color: var(--soft); font-weight: 500; font-size: 0.8125rem; vertical-align: bottom; }
        td.best { font-weight: 700; }
        .swatch { display: inline-block; width: 11px; height: 11px; border-radius: 3px; margin-right: 8px; }
        .legend { display: flex; flex-wrap: wrap; gap: 4px 18px; margin: 0 0 12px; padding: 0; }
        .legend { list-style: none; font-size: 0.875rem; }
        .key { display: inline-block; width: 24px; border-top: 2px solid var(--soft); }
        .key { vertical-align: middle; margin-right: 8px; }
        .key.dashed { border-top-style: dashed; }
        dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 230px), 1fr)); }
        dl { gap: 10px 20px; margin: 0; }
        dt { color: var(--soft); font-size: 0.8125rem; } dd { margin: 0; overflow-wrap: anywhere; }
        pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; font: 0.875rem/1.5 ui-monospace, monospace; }
        code { font: 0.8125rem ui-monospace, monospace; }
        summary { cursor: pointer; color: var(--soft); font-size: 0.875rem; } details { margin-top: 12px; }
        svg { display: block; width: 100%; height: auto; }
        svg text { fill: var(--soft); font: 11px system-ui, sans-serif; }
        svg.poles text { font-size: 14px; }
        .grid { stroke: var(--grid); fill: none; } .axis { stroke: var(--soft); fill: none; }
        .unit { stroke: var(--soft); fill: none; }
        .line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
        .line.dashed { stroke-width: 1.5; stroke-dasharray: 2 4; opacity: 0.75; }
        .dot { stroke: var(--card); stroke-width: 1.5; }
        .pole { fill: none; stroke-width: 4; stroke-linecap: round; stroke-opacity: 0.55; }
        .pole.before { stroke: var(--soft); }
        .s0 { stroke: var(--s0); } .s1 { stroke: var(--s1); } .s2 { stroke: var(--s2); }
        .s3 { stroke: var(--s3); } .s4 { stroke: var(--s4); } .s5 { stroke: var(--s5); }
        .s6 { stroke: var(--s6); } .s7 { stroke: var(--s7); }
        .dot.s0 { fill: var(--s0); } .dot.s1 { fill: var(--s1); } .dot.s2 { fill: var(--s2); }
        .dot.s3 { fill: var(--s3); } .dot.s4 { fill: var(--s4); } .dot.s5 { fill: var(--s5); }
        .dot.s6 { fill: var(--s6); } .dot.s7 { fill: var(--s7); }
        .dot { stroke: var(--card); }
        .swatch.s0 { background: var(--s0); } .swatch.s1 { background: var(--s1); }
        .swatch.s2 { background: var(--s2); } .swatch.s3 { background: var(--s3); }
        .swatch.s4 { background: var(--s4); } .swatch.s5 { background: var(--s5); }
        .swatch.s6 { background: var(--s6); } .swatch.s7 { background: var(--s7); }
        @media print { .card { break-inside: avoid; } }
        """;
}
