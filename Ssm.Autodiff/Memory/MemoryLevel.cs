namespace Ssm.Autodiff;

/// <summary>How full a tape's memory is at one moment of the forward pass: what a later moment is emptied down to.
/// </summary>
/// <param name="Buffers">Buffers of the pass that are handed out.</param>
/// <param name="Bytes">Bytes of the pass that are in use.</param>
internal readonly record struct MemoryLevel(int Buffers, long Bytes);
