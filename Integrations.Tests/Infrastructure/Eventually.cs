namespace Integrations.Tests.Infrastructure;

/// <summary>Waits for what a background service does, by asking again; fails with the last value after a minute, or what the test allows: machines are shared.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static async Task<T> ValueAsync<T>(Func<Task<T>> read, Func<T, bool> until, TimeSpan? patience = null)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var value = await read();
            if (until(value))
            {
                return value;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(started) < (patience ?? Patience), $"It did not happen; last seen: {value}");
            await Task.Delay(Pause);
        }
    }
}
