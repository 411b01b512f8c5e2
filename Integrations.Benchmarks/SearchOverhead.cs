using System.Diagnostics;
using Integrations.Benchmarks.Load;
using Integrations.Core.Search;
using Integrations.Primitives;

namespace Integrations.Benchmarks;

/// <summary>A search through the hub, beside the very requests that it sent, sent again by a bare HttpClient.</summary>
internal static class SearchOverhead
{
    private const int SearchesPerRound = 20;
    private const double TargetMs = 15;

    private const double CallTarget = 1.06;

    /// <summary>P6: a search of one request through the hub beside the same request sent directly, at a vendor that takes 50 ms.</summary>
    public static async Task<int> RunCallAsync(int rounds, RunDatabases databases)
    {
        await using var hub = await BenchHub.StartAsync(
            databases,
            answersAfter: new Dictionary<string, TimeSpan>(StringComparer.OrdinalIgnoreCase) { ["api.github.com"] = TimeSpan.FromMilliseconds(50) });
        using var direct = new HttpClient();
        var id = await hub.ConnectAsync("github", "api_key");
        var search = new SearchRequest("export", 20) { EntityTypes = ["issue"] };
        var sent = await RequestsOfAsync(() => SearchAsync(hub, id, search));
        await WarmUp.RunAsync(1_000, async () =>
        {
            await SearchAsync(hub, id, search);
            await SendAsync(direct, sent);
        });
        var call = new Ratio($"search, {sent.Count} request, activity row included", "ms", CallTarget, atMost: true);
        for (var round = 0; round <= rounds; round++)
        {
            var (ours, theirs) = (new Figures(""), new Figures(""));
            for (var i = 0; i < SearchesPerRound; i++)
            {
                await theirs.MeasureAsync(() => SendAsync(direct, sent));
                await ours.MeasureAsync(() => SearchAsync(hub, id, search));
            }

            if (round > 0)
            {
                call.Add(ours.Median, theirs.Median);
            }
        }

        return Ratio.Print($"P6: a vendor of 50 ms through the hub and directly, median, {databases.Name}", call);
    }

    public static async Task<int> RunAsync(int rounds, RunDatabases databases)
    {
        await using var hub = await BenchHub.StartAsync(databases);
        using var direct = new HttpClient();
        var worst = 0.0;
        foreach (var (provider, kind, type) in new[] { ("github", "api_key", "issue"), ("jira", "basic", "issue") })
        {
            var id = await hub.ConnectAsync(provider, kind);
            var search = new SearchRequest("export", 20) { EntityTypes = [type] };
            var sent = await RequestsOfAsync(() => SearchAsync(hub, id, search));
            var (ours, theirs) = (new Figures($"{provider} through the hub"), new Figures($"{provider} directly ({sent.Count} request{(sent.Count == 1 ? "" : "s")})"));

            // The first round warms both up and is thrown away; within a round the two take turns.
            for (var round = 0; round <= rounds; round++)
            {
                var (hubRound, directRound) = round == 0 ? (new Figures(""), new Figures("")) : (ours, theirs);
                for (var i = 0; i < SearchesPerRound; i++)
                {
                    await directRound.MeasureAsync(() => SendAsync(direct, sent));
                    await hubRound.MeasureAsync(() => SearchAsync(hub, id, search));
                }
            }

            Figures.Print($"Search, {provider}, {databases.Name}, {rounds} rounds of {SearchesPerRound}", theirs, ours);
            var added = ours.Median - theirs.Median;
            Console.WriteLine($"  added: {added:0.000} ms at the median, {ours.P95 - theirs.P95:0.000} ms at p95");
            worst = Math.Max(worst, added);
        }

        return Figures.Verdict(worst < TargetMs, $"the hub adds {worst:0.0} ms at the median; target under {TargetMs:0} ms");
    }

    private static async Task SearchAsync(BenchHub hub, Guid id, SearchRequest search)
    {
        var found = await hub.Get<SearchService>().SearchAsync(hub.Admin, id, search, CancellationToken.None);
        if (!found.IsSuccess || found.Value.Items.Count == 0)
        {
            throw new InvalidOperationException(found.Failure?.Message ?? "Nothing was found.");
        }
    }

    private static async Task SendAsync(HttpClient http, IReadOnlyList<RecordedRequest> requests)
    {
        foreach (var request in requests)
        {
            using var message = request.ToMessage();
            using var answer = await http.SendAsync(message);
            answer.EnsureSuccessStatusCode();
            await answer.Content.ReadAsByteArrayAsync();
        }
    }

    /// <summary>What leaves this process during some work, as the runtime's own diagnostics tell it.</summary>
    private static async Task<IReadOnlyList<RecordedRequest>> RequestsOfAsync(Func<Task> work)
    {
        var recorder = new Recorder();
        using (DiagnosticListener.AllListeners.Subscribe(recorder))
        {
            await work();
        }

        recorder.IsOn = false;
        return recorder.Requests;
    }

    private sealed class Recorder() : DiagnosticRecorder("HttpHandlerDiagnosticListener")
    {
        public List<RecordedRequest> Requests { get; } = [];

        protected override void Record(string name, object? value)
        {
            if (name == "System.Net.Http.HttpRequestOut.Start" && value?.GetType().GetProperty("Request")?.GetValue(value) is HttpRequestMessage request)
            {
                Requests.Add(RecordedRequest.Of(request));
            }
        }
    }

    [HoldsSecret]
    private sealed record RecordedRequest(HttpMethod Method, Uri Address, byte[]? Body, string? ContentType, IReadOnlyList<KeyValuePair<string, string>> Headers)
    {
        public static RecordedRequest Of(HttpRequestMessage request)
        {
            using var body = new MemoryStream();
            request.Content?.CopyTo(body, null, CancellationToken.None);
            return new RecordedRequest(
                request.Method,
                request.RequestUri!,
                request.Content is null ? null : body.ToArray(),
                request.Content?.Headers.ContentType?.ToString(),
                [.. request.Headers.SelectMany(header => header.Value.Select(value => KeyValuePair.Create(header.Key, value)))]);
        }

        public HttpRequestMessage ToMessage()
        {
            var message = new HttpRequestMessage(Method, Address);
            foreach (var (name, value) in Headers)
            {
                message.Headers.TryAddWithoutValidation(name, value);
            }

            if (Body is not null)
            {
                message.Content = new ByteArrayContent(Body);
                message.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
            }

            return message;
        }

        public override string ToString() => $"{Method} {Address.AbsolutePath}";
    }
}
