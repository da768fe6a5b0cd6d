using System.ComponentModel;

namespace Ssm.Autodiff;

/// <summary>What the compiler calls for <c>Shape s = [B, L, H];</c>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ShapeBuilder
{
    /// <summary>A shape of the given sizes.</summary>
    public static Shape Create(ReadOnlySpan<int> sizes) => new(sizes);
}
