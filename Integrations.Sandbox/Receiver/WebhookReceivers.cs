namespace Integrations.Sandbox.Receiver;

/// <summary>Receivers of webhooks, in memory and bounded: the latest messages of the latest receivers.</summary>
internal sealed class WebhookReceivers(TimeProvider time)
{
    public const int MostReceivers = 20;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, WebhookReceiver> _receivers = new(StringComparer.Ordinal);

    /// <summary>1 to 64 letters, digits, hyphens and underscores, so that an address has one spelling.</summary>
    public static bool IsId(string id) => id.Length is > 0 and <= 64 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <summary>The receiver of this name; made when it is used for the first time.</summary>
    public WebhookReceiver Get(string id)
    {
        lock (_lock)
        {
            if (!_receivers.TryGetValue(id, out var receiver))
            {
                if (_receivers.Count >= MostReceivers)
                {
                    _receivers.Remove(_receivers.Values.MinBy(r => r.UsedAt)!.Id);
                }

                _receivers[id] = receiver = new WebhookReceiver(id, time);
            }

            receiver.Touch();
            return receiver;
        }
    }

    public void Reset()
    {
        lock (_lock)
        {
            _receivers.Clear();
        }
    }
}
