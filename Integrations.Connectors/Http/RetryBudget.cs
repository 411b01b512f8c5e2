namespace Integrations.Connectors.Http;

/// <summary>Retries stay under a tenth of a vendor's calls per minute, with a floor for quiet times (RELIABILITY R9).</summary>
internal sealed class RetryBudget(TimeProvider clock)
{
    private const int QuietRetriesPerMinute = 10;
    private readonly Lock _gate = new();
    private long _window;
    private int _calls;
    private int _retries;

    public void Called()
    {
        lock (_gate)
        {
            Roll();
            _calls++;
        }
    }

    public bool TrySpend()
    {
        lock (_gate)
        {
            Roll();
            if (_retries >= Math.Max(QuietRetriesPerMinute, _calls / 10))
            {
                return false;
            }

            _retries++;
            return true;
        }
    }

    private void Roll()
    {
        var minute = clock.GetUtcNow().ToUnixTimeSeconds() / 60;
        if (minute != _window)
        {
            (_window, _calls, _retries) = (minute, 0, 0);
        }
    }
}
