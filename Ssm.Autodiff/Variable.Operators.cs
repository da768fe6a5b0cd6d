namespace Ssm.Autodiff;

/// <content>Operators, so that a model reads like its paper. Each is the op of the same meaning.</content>
public sealed partial class Variable<T>
{
    /// <summary><see cref="Op.Add"/>.</summary>
    public static Variable<T> operator +(Variable<T> left, Variable<T> right) => Op.Add(left, right);

    /// <summary><see cref="Op.Subtract"/>.</summary>
    public static Variable<T> operator -(Variable<T> left, Variable<T> right) => Op.Subtract(left, right);

    /// <summary><see cref="Op.Multiply"/>: element by element.</summary>
    public static Variable<T> operator *(Variable<T> left, Variable<T> right) => Op.Multiply(left, right);

    /// <summary><see cref="Op.Divide"/>.</summary>
    public static Variable<T> operator /(Variable<T> left, Variable<T> right) => Op.Divide(left, right);

    /// <summary><see cref="Op.Negate"/>.</summary>
    public static Variable<T> operator -(Variable<T> x) => Op.Negate(x);

    /// <summary><see cref="Op.Scale"/> by a constant.</summary>
    public static Variable<T> operator *(T left, Variable<T> right) => Op.Scale(right, left);
}
