namespace Integrations.Benchmarks.Scale;

/// <summary>Times of one kind of work, in milliseconds.</summary>
internal sealed class Times
{
    private readonly List<double> _values = [];
    private bool _isSorted;

    public int Count => _values.Count;

    public double Mean => _values.Average();

    public void Add(double value)
    {
        _values.Add(value);
        _isSorted = false;
    }

    /// <param name="percent">50 for the median.</param>
    public double At(double percent)
    {
        if (!_isSorted)
        {
            _values.Sort();
            _isSorted = true;
        }

        return _values[Math.Min(_values.Count - 1, (int)(_values.Count * percent / 100))];
    }

    public override string ToString() => $"{At(50):0.0} / {At(95):0.0} / {At(99):0.0}";
}
