using System.Numerics;
using Ssm.Autodiff;
using Ssm.Kernels;

namespace Ssm.Core.Training;

/// <summary>What steps have measured, gathered on the device until all of it is read at once.</summary>
internal sealed class StepReadings<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly IBackend<T> _backend;
    private readonly int _parts;
    private readonly View<T> _numbers;
    private readonly T[] _read;
    private readonly List<Pending> _pending = [];
    private readonly List<double> _shares = [];

    /// <summary>Memory for the readings of some steps.</summary>
    /// <param name="backend">The device.</param>
    /// <param name="steps">The most steps between two reads.</param>
    /// <param name="parts">The most parts of a batch.</param>
    internal StepReadings(IBackend<T> backend, int steps, int parts)
    {
        (_backend, _parts) = (backend, parts);
        int count = checked(steps * Width);
        _numbers = new View<T>(backend.Allocate(count), 0, count);
        _read = new T[count];
        backend.Fill(_numbers, T.Zero);
    }

    /// <summary>Where the square of the gradients' norm of the step that is taken goes.</summary>
    internal View<T> SquaredNorm => _numbers.Slice((_pending.Count * Width) + (2 * _parts), 1);

    // A loss and a count of hits for each part, and the square of the norm.
    private int Width => (2 * _parts) + 1;

    /// <summary>Starts a step; one that was not ended is forgotten.</summary>
    internal void Begin() => _shares.Clear();

    /// <summary>Takes down a part of the step's batch.</summary>
    /// <param name="loss">The mean over its labels.</param>
    /// <param name="hits">How many labels are right.</param>
    /// <param name="share">Its share of the batch.</param>
    internal void AddPart(Variable<T> loss, Variable<T> hits, double share)
    {
        int at = (_pending.Count * Width) + (2 * _shares.Count);
        loss.CopyTo(_numbers.Slice(at, 1));
        hits.CopyTo(_numbers.Slice(at + 1, 1));
        _shares.Add(share);
    }

    /// <summary>Ends a step.</summary>
    /// <param name="step">Which one of the epoch, from 0.</param>
    /// <param name="labels">Its labels.</param>
    internal void End(int step, int labels)
    {
        _pending.Add(new Pending(step, labels, [.. _shares]));
        _shares.Clear();
    }

    /// <summary>Reads all that was taken down, in one copy from the device.</summary>
    internal IReadOnlyList<StepReading> Read()
    {
        int count = _pending.Count * Width;
        if (count == 0)
        {
            return [];
        }

        _backend.Download(_numbers.Slice(0, count), _read.AsSpan(0, count));
        StepReading[] readings = new StepReading[_pending.Count];
        for (int i = 0; i < readings.Length; i++)
        {
            ReadOnlySpan<T> row = _read.AsSpan(i * Width, Width);
            double[] losses = new double[_pending[i].Shares.Length];
            int right = 0;
            for (int part = 0; part < losses.Length; part++)
            {
                losses[part] = double.CreateChecked(row[2 * part]);
                right += int.CreateChecked(row[(2 * part) + 1]);
            }

            double norm = Math.Sqrt(double.CreateChecked(row[^1]));
            Pending of = _pending[i];
            readings[i] = new StepReading(of.Step, of.Labels, losses, of.Shares, right, norm);
        }

        _pending.Clear();
        return readings;
    }

    private readonly record struct Pending(int Step, int Labels, double[] Shares);
}
