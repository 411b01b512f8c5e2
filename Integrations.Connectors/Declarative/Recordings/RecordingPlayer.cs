using System.Net;
using System.Net.Http.Headers;

namespace Integrations.Connectors.Declarative.Recordings;

/// <summary>Answers what a step asks out of its recording: each recorded call once, in any order.</summary>
/// <param name="recording">All of it, to tell the nearest call.</param>
internal sealed class RecordingPlayer(Recording recording)
{
    private readonly List<RecordedExchange> _left = [];
    private readonly List<RecordedExchange> _played = [];

    /// <summary>How many recorded calls of the step nothing asked for.</summary>
    public IReadOnlyList<RecordedExchange> Left => _left;

    public void Begin(RecordedStep step)
    {
        _left.Clear();
        _played.Clear();
        _left.AddRange(step.Exchanges);
    }

    /// <summary>The recorded answer; null, with what is wrong, where there is none.</summary>
    public HttpResponseMessage? Answer(RecordedRequest asked, out string problem)
    {
        problem = "";
        if (_left.Find(one => asked.DiffersFrom(one.Request).Count == 0) is { } found)
        {
            _left.Remove(found);
            _played.Add(found);
            return Response(found);
        }

        if (_played.Exists(one => asked.DiffersFrom(one.Request).Count == 0))
        {
            problem = $"{asked} was asked again, and is in this step of the recording only once: the paging repeats, or does not end.";
            return null;
        }

        var nearest = _left.Concat(_played).Concat(recording.Steps.SelectMany(step => step.Exchanges)).MinBy(one => Distance(asked, one.Request));
        problem = nearest is null
            ? $"{asked} is not in the recording, which holds no calls."
            : $"{asked} is not in this step of the recording. The nearest recorded call is {nearest.Request}{Difference(asked.DiffersFrom(nearest.Request))}";
        return null;
    }

    private static string Difference(IReadOnlyList<string> differences) =>
        differences.Count == 0 ? ", which is of another step." : $"; what differs: {string.Join("; ", differences)}.";

    /// <summary>The path says most of what a call is; then its method; then each parameter.</summary>
    private static int Distance(RecordedRequest asked, RecordedRequest recorded)
    {
        string[] mine = asked.Path.Split('/'), theirs = recorded.Path.Split('/');
        var common = mine.Zip(theirs).TakeWhile(pair => pair.First == pair.Second).Count();
        return (10 * (Math.Max(mine.Length, theirs.Length) - common)) + (asked.Method == recorded.Method ? 0 : 8) + asked.DiffersFrom(recorded).Count;
    }

    private static HttpResponseMessage Response(RecordedExchange recorded)
    {
        var response = new HttpResponseMessage((HttpStatusCode)recorded.Status) { Content = new ReadOnlyMemoryContent(recorded.Body) };
        foreach (var (name, value) in recorded.Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value))
            {
                response.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        response.Content.Headers.ContentType ??= new MediaTypeHeaderValue("application/json");
        return response;
    }
}
