namespace Ssm.Core.Checkpoints;

/// <summary>Under which names and in which shapes a checkpoint of Griffin keeps its tensors.</summary>
public enum GriffinNaming
{
    /// <summary>Those of google-deepmind/recurrentgemma's PyTorch version: <c>blocks.0.recurrent_block</c>.</summary>
    RecurrentGemma,

    /// <summary>Those of Hugging Face's transformers, <c>recurrent_gemma</c>: <c>model.layers.0</c>.</summary>
    HuggingFace,
}
