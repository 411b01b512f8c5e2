namespace Integrations.Benchmarks.Scale;

/// <summary>Random times that are the same in every run with the same seed.</summary>
/// <param name="phases">
/// How much times vary: 1 is the exponential distribution, more are Erlang's, <see cref="Constant"/> is no variation at all. Four have their p95 at 2.1 times the median;
/// measured were 1.5 to 1.9.
/// </param>
internal sealed class Draw(int seed, int phases)
{
    public const int Constant = 0;
    public const int AsMeasured = 4;

    private readonly Random _random = new(seed);

    public double Exponential(double mean) => -mean * Math.Log(1 - _random.NextDouble());

    /// <summary>A time with this mean, varied as the work is.</summary>
    public double Time(double mean)
    {
        if (phases == Constant || mean <= 0)
        {
            return mean;
        }

        var product = 1.0;
        for (var i = 0; i < phases; i++)
        {
            product *= 1 - _random.NextDouble();
        }

        return -mean / phases * Math.Log(product);
    }

    public int Below(int count) => _random.Next(count);
}
