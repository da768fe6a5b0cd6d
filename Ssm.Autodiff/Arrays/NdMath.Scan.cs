namespace Ssm.Autodiff;

/// <content>Diagonal recurrences and their adjoints.</content>
internal static partial class NdMath
{
    internal static NdArray<T> Scan<T>(
        NdArray<T> a, NdArray<T> b, NdArray<T>? initial, in ScanCall call, bool complex)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdArray<T> h = NdArray<T>.Allocate(b.Shape, b.Backend, complex);
        View<int> resets = call.Resets?.On(b.Backend) ?? default;
        if (complex)
        {
            b.Backend.DiagonalScan(
                ToComplex(a).Planes, ToComplex(b).Planes, PlanesOrNothing(initial), h.Planes,
                call.Shape, call.Form, resets, call.Algorithm);
        }
        else
        {
            b.Backend.DiagonalScan(
                a.Re, b.Re, initial?.Re ?? default, h.Re, call.Shape, call.Form, resets, call.Algorithm);
        }

        return h;
    }

    internal static (NdArray<T>? Da, NdArray<T> Db, NdArray<T>? DInitial) ScanAdjoint<T>(
        NdArray<T> a, NdArray<T> h, NdArray<T>? initial, NdArray<T> dh, in ScanCall call,
        bool wantA, bool wantInitial)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool complex = h.IsComplex;
        IBackend<T> backend = h.Backend;
        View<int> resets = call.Resets?.On(backend) ?? default;
        NdArray<T> db = NdArray<T>.Allocate(h.Shape, backend, complex);
        NdArray<T>? da = wantA ? NdArray<T>.Allocate(a.Shape, backend, complex) : null;
        NdArray<T>? dInitial = wantInitial ? NdArray<T>.Allocate(initial!.Shape, backend, complex) : null;
        if (complex)
        {
            backend.DiagonalScanAdjoint(
                ToComplex(a).Planes, h.Planes, PlanesOrNothing(initial), ToComplex(dh).Planes,
                da?.Planes ?? default, db.Planes, dInitial?.Planes ?? default,
                call.Shape, call.Form, resets, call.Algorithm);
        }
        else
        {
            backend.DiagonalScanAdjoint(
                a.Re, h.Re, initial?.Re ?? default, dh.Re,
                da?.Re ?? default, db.Re, dInitial?.Re ?? default, call.Shape, call.Form, resets, call.Algorithm);
        }

        return (da, db, dInitial);
    }

    private static ComplexView<T> PlanesOrNothing<T>(NdArray<T>? x)
        where T : unmanaged, IFloatingPointIeee754<T> => x is null ? default : ToComplex(x).Planes;
}
