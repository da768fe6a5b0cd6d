namespace Ssm.Core.Models;

/// <summary>
/// What a model is, in the terms of Table I of "State Space Models as Foundation Models", 2024, arXiv:2403.16899: one
/// choice for each of its columns, and where it comes from.
/// </summary>
/// <remarks>The tables of the documentation are made from these.</remarks>
public sealed record ModelCard
{
    /// <summary>The name on the command line and of its page, as <c>rg-lru</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The name in print, as RG-LRU.</summary>
    public required string Name { get; init; }

    /// <summary>The survey's row; null for a model that it does not list.</summary>
    public int? SurveyRow { get; init; }

    /// <summary>Whether the recurrence depends on the input.</summary>
    public required TimeVariance Parametrization { get; init; }

    /// <summary>How the continuous system becomes discrete; more than one where there is a choice.</summary>
    public required IReadOnlyList<CardDiscretization> Discretization { get; init; }

    /// <summary>One system for each channel, or one for all.</summary>
    public required SystemStructure Structure { get; init; }

    /// <summary>How whole sequences and steps are computed.</summary>
    public required IReadOnlyList<CardImplementation> Implementation { get; init; }

    /// <summary>What stands around it in the published networks.</summary>
    public required IReadOnlyList<CardScaffolding> Scaffolding { get; init; }

    /// <summary>The state matrix in words and symbols.</summary>
    public required string StateMatrix { get; init; }

    /// <summary>The paper.</summary>
    public required string Paper { get; init; }

    /// <summary>The paper's number at arXiv.</summary>
    public required string ArXiv { get; init; }

    /// <summary>The public code that results were compared with.</summary>
    public required string Reference { get; init; }
}
