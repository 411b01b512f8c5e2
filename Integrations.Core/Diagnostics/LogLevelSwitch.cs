using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Integrations.Core.Diagnostics;

/// <summary>Changes what the log tells while the program runs, and changes it back by itself when the time is up.</summary>
public sealed class LogLevelSwitch(TimeProvider clock) : IOptionsChangeTokenSource<LoggerFilterOptions>, IPostConfigureOptions<LoggerFilterOptions>, IDisposable
{
    private readonly Lock _lock = new();
    private CancellationTokenSource _changed = new();
    private LogLevelForATime? _current;
    private ITimer? _end;

    string? IOptionsChangeTokenSource<LoggerFilterOptions>.Name => Options.DefaultName;

    /// <summary>What holds now; null when the log tells what the settings say.</summary>
    public LogLevelForATime? Current
    {
        get
        {
            lock (_lock)
            {
                return _current is { } current && current.Until > clock.GetUtcNow() ? current : null;
            }
        }
    }

    /// <summary>Puts another level in force at once, and null the settings' own; what held before ends.</summary>
    /// <param name="next">Its end is looked at by a timer.</param>
    public void Set(LogLevelForATime? next)
    {
        CancellationTokenSource former;
        lock (_lock)
        {
            _end?.Dispose();
            _current = next;
            _end = next is null ? null : clock.CreateTimer(_ => Set(null), state: null, next.Until - clock.GetUtcNow(), Timeout.InfiniteTimeSpan);
            (former, _changed) = (_changed, new CancellationTokenSource());
        }

        // Outside of the lock: listeners ask for the options again at once.
        former.Cancel();
    }

    /// <inheritdoc/>
    public IChangeToken GetChangeToken()
    {
        lock (_lock)
        {
            return new CancellationChangeToken(_changed.Token);
        }
    }

    /// <inheritdoc/>
    public void PostConfigure(string? name, LoggerFilterOptions options)
    {
        if (Current is not { } current)
        {
            return;
        }

        // A rule for a part of it would outrank this one.
        foreach (var narrower in options.Rules.Where(rule => rule.CategoryName?.StartsWith(current.Category, StringComparison.OrdinalIgnoreCase) == true).ToList())
        {
            options.Rules.Remove(narrower);
        }

        foreach (var provider in options.Rules.Select(rule => rule.ProviderName).Distinct(StringComparer.Ordinal).Append(null).ToList())
        {
            options.Rules.Add(new LoggerFilterRule(provider, current.Category, current.Level, filter: null));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _end?.Dispose();
        _changed.Dispose();
    }
}
