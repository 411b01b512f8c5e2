using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MimeKit;

namespace Integrations.Tests.Mail;

/// <summary>A mail server whose every answer a test decides, for what a well-behaved one never does.</summary>
internal sealed class ScriptedSmtp : IAsyncDisposable
{
    /// <summary>What <see cref="Answer"/> is asked when a client has connected.</summary>
    public const string Connected = "(connected)";

    /// <summary>The end of a message.</summary>
    public const string End = ".";

    /// <summary>Accepted, and not a word.</summary>
    public const string Silence = "";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentBag<Task> _talks = [];
    private readonly Task _listening;

    public ScriptedSmtp()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _listening = ListenAsync();
    }

    public int Port { get; }

    /// <summary>Gives the answer to a line; null for the usual one.</summary>
    public Func<string, string?> Answer { get; set; } = _ => null;

    /// <summary>Set, TLS begins with the first byte.</summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>All that clients said, without the messages themselves.</summary>
    public ConcurrentQueue<string> Said { get; } = [];

    /// <summary>As they came over the wire.</summary>
    public ConcurrentQueue<string> Raw { get; } = [];

    /// <summary>What was taken.</summary>
    public IReadOnlyList<MimeMessage> Messages => [.. Raw.Select(raw => MimeMessage.Load(new MemoryStream(Encoding.UTF8.GetBytes(raw))))];

    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        await _stopping.CancelAsync();
        _listener.Stop();
        await _listening;
        await Task.WhenAll(_talks);
        Certificate?.Dispose();
    }

    private static string Usual(string line) => line.Split(' ')[0].ToUpperInvariant() switch
    {
        "EHLO" => "250-scripted\r\n250 8BITMIME",
        "DATA" => "354 go on",
        "QUIT" => "221 bye",
        _ => "250 ok",
    };

    private async Task ListenAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                _talks.Add(TalkAsync(client));
            }
            catch (Exception ended) when (ended is OperationCanceledException or SocketException)
            {
                return;
            }
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var connection = client;
        try
        {
            await using var stream = await OpenAsync(client);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            var line = Connected;
            while (line is not null)
            {
                var answer = Answer(line) ?? (line == Connected ? "220 scripted" : Usual(line));
                if (answer == Silence)
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, _stopping.Token);
                }

                await stream.WriteAsync(Encoding.ASCII.GetBytes(answer + "\r\n"), _stopping.Token);
                if (line.Equals("DATA", StringComparison.OrdinalIgnoreCase) && answer.StartsWith('3'))
                {
                    var message = await MessageAsync(reader);
                    var taken = Answer(End) ?? "250 taken";
                    if (taken.StartsWith('2'))
                    {
                        Raw.Enqueue(message);
                    }

                    await stream.WriteAsync(Encoding.ASCII.GetBytes(taken + "\r\n"), _stopping.Token);
                }

                line = await reader.ReadLineAsync(_stopping.Token);
                if (line is not null)
                {
                    Said.Enqueue(line);
                }
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException or ObjectDisposedException or AuthenticationException)
        {
            // The client went, or the test is over.
        }
    }

    private async Task<Stream> OpenAsync(TcpClient client)
    {
        if (Certificate is not { } certificate)
        {
            return client.GetStream();
        }

        var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsServerAsync(certificate);
        return stream;
    }

    private async Task<string> MessageAsync(StreamReader reader)
    {
        var message = new StringBuilder();
        while (await reader.ReadLineAsync(_stopping.Token) is { } line && line != End)
        {
            message.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }

        return message.ToString();
    }
}
