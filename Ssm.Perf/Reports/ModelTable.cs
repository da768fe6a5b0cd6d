using Spectre.Console;
using Ssm.Core.Models;

namespace Ssm.Perf.Reports;

/// <summary>The survey's Table I, made from what the models say of themselves.</summary>
internal static class ModelTable
{
    internal static IReadOnlyList<string> Columns { get; } =
        ["model", "parametrisation", "discretisation", "structure", "implementation", "scaffolding"];

    /// <summary>As Markdown; each model is a link to its page in the folder <c>models</c>.</summary>
    internal static string Markdown(IEnumerable<ModelCard> cards)
    {
        List<string> lines =
        [
            $"| {string.Join(" | ", Columns)} | paper |",
            $"|{string.Concat(Enumerable.Repeat(" --- |", Columns.Count + 1))}",
        ];
        foreach (ModelCard card in cards)
        {
            string[] cells = Cells(card);
            cells[0] = $"[{card.Name}](models/{card.Id}.md)";
            lines.Add($"| {string.Join(" | ", cells)} | arXiv:{card.ArXiv} |");
        }

        return string.Join('\n', lines) + "\n";
    }

    internal static Table Build(IEnumerable<ModelCard> cards)
    {
        Table table = new() { Border = TableBorder.Rounded };
        table.AddColumns([.. Columns]);
        foreach (ModelCard card in cards)
        {
            table.AddRow([.. Cells(card).Select(Markup.Escape)]);
        }

        return table;
    }

    private static string[] Cells(ModelCard card) =>
    [
        card.Name,
        card.Parametrization == TimeVariance.Invariant ? "LTI" : "LTV",
        string.Join(" / ", card.Discretization.Select(Word)),
        card.Structure == SystemStructure.Siso ? "SISO" : "MIMO",
        string.Join(" + ", card.Implementation.Select(Word)),
        string.Join(" / ", card.Scaffolding.Select(s => s == CardScaffolding.Mlp ? "MLP" : s.ToString())),
    ];

    private static string Word(CardDiscretization discretization) => discretization switch
    {
        CardDiscretization.Bilinear => "bilinear",
        CardDiscretization.Exact => "exact",
        CardDiscretization.ExactWithEulerInput => "exact, Euler for B",
        _ => "none",
    };

    private static string Word(CardImplementation implementation) => implementation switch
    {
        CardImplementation.Convolution => "convolution",
        CardImplementation.Recurrence => "recurrence",
        CardImplementation.ParallelScan => "parallel scan",
        CardImplementation.FusedScan => "fused parallel scan",
        _ => "chunked products",
    };
}
