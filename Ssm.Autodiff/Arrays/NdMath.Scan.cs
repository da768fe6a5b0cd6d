namespace Ssm.Autodiff;

/// <content>Diagonal recurrences and their adjoints.</content>
internal static partial class NdMath
{
    internal static NdArray<T> Scan<T>(
        NdArray<T> a, NdArray<T> b, NdArray<T>? initial, ScanShape shape, ScanForm form, bool complex)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdArray<T> h = NdArray<T>.Allocate(b.Shape, b.Backend, complex);
        if (complex)
        {
            b.Backend.DiagonalScan(
                ToComplex(a).Planes, ToComplex(b).Planes, PlanesOrNothing(initial), h.Planes, shape, form);
        }
        else
        {
            b.Backend.DiagonalScan(a.Re, b.Re, initial?.Re ?? default, h.Re, shape, form);
        }

        return h;
    }

    internal static (NdArray<T>? Da, NdArray<T> Db, NdArray<T>? DInitial) ScanAdjoint<T>(
        NdArray<T> a, NdArray<T> h, NdArray<T>? initial, NdArray<T> dh, ScanShape shape, ScanForm form,
        bool wantA, bool wantInitial)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool complex = h.IsComplex;
        IBackend<T> backend = h.Backend;
        NdArray<T> db = NdArray<T>.Allocate(h.Shape, backend, complex);
        NdArray<T>? da = wantA ? NdArray<T>.Allocate(a.Shape, backend, complex) : null;
        NdArray<T>? dInitial = wantInitial ? NdArray<T>.Allocate(initial!.Shape, backend, complex) : null;
        if (complex)
        {
            backend.DiagonalScanAdjoint(
                ToComplex(a).Planes, h.Planes, PlanesOrNothing(initial), ToComplex(dh).Planes,
                da?.Planes ?? default, db.Planes, dInitial?.Planes ?? default, shape, form);
        }
        else
        {
            backend.DiagonalScanAdjoint(
                a.Re, h.Re, initial?.Re ?? default, dh.Re,
                da?.Re ?? default, db.Re, dInitial?.Re ?? default, shape, form);
        }

        return (da, db, dInitial);
    }

    private static ComplexView<T> PlanesOrNothing<T>(NdArray<T>? x)
        where T : unmanaged, IFloatingPointIeee754<T> => x is null ? default : ToComplex(x).Planes;
}
