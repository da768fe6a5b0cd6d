namespace Ssm.Kernels;

/// <summary>The sizes of a matrix product C = op(A) op(B): C is (M, N), op(A) is (M, K), op(B) is (K, N).</summary>
/// <param name="M">Rows of op(A) and of C.</param>
/// <param name="N">Columns of op(B) and of C.</param>
/// <param name="K">Columns of op(A) and rows of op(B): the length of each sum.</param>
/// <param name="TransposeLeft">A is stored (K, M), otherwise (M, K).</param>
/// <param name="TransposeRight">B is stored (N, K), otherwise (K, N).</param>
public readonly record struct MatMulShape(
    int M, int N, int K, bool TransposeLeft = false, bool TransposeRight = false);
