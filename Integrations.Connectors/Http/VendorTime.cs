namespace Integrations.Connectors.Http;

/// <summary>How long one request waited for vendors: what the hub promises of its own speed leaves that out (RELIABILITY O5).</summary>
public sealed class VendorTime(TimeProvider clock)
{
    private readonly AsyncLocal<Watch?> _current = new();

    /// <summary>Begins to count for whatever the caller awaits from here on.</summary>
    public Watch Begin() => _current.Value = new Watch(clock);

    /// <summary>A call to a vendor, to its end; null where no one counts.</summary>
    internal IDisposable? Wait() => _current.Value?.Wait();

    /// <summary>Calls side by side count once: it is the time in which at least one was under way.</summary>
    public sealed class Watch(TimeProvider clock)
    {
        private readonly Lock _gate = new();
        private int _underWay;
        private long _since;
        private TimeSpan _spent;

        /// <summary>Up to now, a call that is under way included.</summary>
        public TimeSpan Spent
        {
            get
            {
                lock (_gate)
                {
                    return _underWay > 0 ? _spent + clock.GetElapsedTime(_since) : _spent;
                }
            }
        }

        internal IDisposable Wait()
        {
            lock (_gate)
            {
                _since = _underWay++ == 0 ? clock.GetTimestamp() : _since;
            }

            return new Call(this);
        }

        private void End()
        {
            lock (_gate)
            {
                _spent += --_underWay == 0 ? clock.GetElapsedTime(_since) : TimeSpan.Zero;
            }
        }

        private sealed class Call(Watch watch) : IDisposable
        {
            public void Dispose() => watch.End();
        }
    }
}
