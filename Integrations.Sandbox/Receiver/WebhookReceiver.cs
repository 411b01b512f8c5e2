namespace Integrations.Sandbox.Receiver;

/// <summary>One receiver: what arrived, the secret to check it with, and what it answers.</summary>
internal sealed class WebhookReceiver(string id, TimeProvider time)
{
    public const int MostMessages = 30;

    private readonly Lock _lock = new();
    private readonly LinkedList<ReceivedMessage> _messages = new();

    public string Id => id;

    public DateTimeOffset UsedAt { get; private set; } = time.GetUtcNow();

    /// <summary>The signing secret that its owner entered; null while nothing can be checked.</summary>
    public string? Secret { get; set; }

    /// <summary>The status that the next messages are answered with.</summary>
    public int Answer { get; set; } = 200;

    /// <summary>The latest, newest first.</summary>
    public IReadOnlyList<ReceivedMessage> Messages
    {
        get
        {
            lock (_lock)
            {
                return [.. _messages];
            }
        }
    }

    public void Touch() => UsedAt = time.GetUtcNow();

    public void Add(ReceivedMessage message)
    {
        lock (_lock)
        {
            _messages.AddFirst(message);
            if (_messages.Count > MostMessages)
            {
                _messages.RemoveLast();
            }
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _messages.Clear();
        }
    }
}
