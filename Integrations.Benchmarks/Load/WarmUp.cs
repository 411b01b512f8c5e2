namespace Integrations.Benchmarks.Load;

/// <summary>Work done until the runtime has compiled it for good: a hub that has run for a minute is what is measured, not one that has just started.</summary>
internal static class WarmUp
{
    private const int AtOnce = 16;

    /// <summary>Runs some work, many at once, and waits until what it led to is compiled.</summary>
    /// <param name="times">How often, all in all.</param>
    /// <param name="work">What will be measured.</param>
    public static async Task RunAsync(int times, Func<Task> work)
    {
        var left = times;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await work();
            }
        })));
        await Task.Delay(TimeSpan.FromSeconds(2));
    }
}
