namespace Ssm.Core.Checkpoints;

/// <summary>Whose names a Mamba checkpoint has, for its tensors and for the keys of its config.json.</summary>
public enum MambaNaming
{
    /// <summary>Those of huggingface/transformers: <c>backbone.embeddings.weight</c>, <c>hidden_size</c>.</summary>
    HuggingFace,

    /// <summary>Those of state-spaces/mamba: <c>backbone.embedding.weight</c>, <c>d_model</c>.</summary>
    StateSpaces,
}
