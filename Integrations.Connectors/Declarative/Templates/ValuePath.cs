using System.Globalization;
using System.Text.Json;

namespace Integrations.Connectors.Declarative.Templates;

/// <summary>
/// Where something stands in a vendor's answer: member names with dots between, <c>*</c> for any member; behind each <c>[]</c> for every
/// item of a list, <c>[0]</c> or <c>[last]</c> for one, <c>[name=value]</c> for those whose member has that value. <c>$</c> is the answer itself, and
/// a leading <c>^</c> looks in the whole answer where an item of it is read. A name that begins with <c>@</c> has one dot in it, as OData's
/// own members have: <c>@odata.nextLink</c>; within brackets dots are part of the name: <c>entries[.tag=file]</c>.
/// </summary>
internal sealed partial class ValuePath
{
    private const int MostSteps = 16;

    private readonly List<Step> _steps = [];

    private readonly string _text;

    /// <summary>The names, where the path is member names and nothing else; null elsewhere.</summary>
    private byte[][]? _names;

    /// <summary>Where the path is names up to one list, and names again in each of its items: those before and those behind.</summary>
    private (byte[][] Before, byte[][] Behind)? _list;

    private ValuePath(string text) => _text = text;

    public bool FromRoot => _text.StartsWith('^');

    /// <summary>Whether it gathers what stands in each item of a list, so that it may find none or many.</summary>
    public bool Spreads => _steps.Exists(step => step is EveryItem);

    /// <summary>Null, with the reason, for a text that is no path.</summary>
    public static ValuePath? Parse(string text, out string problem)
    {
        problem = "A path is member names with dots between, such as 'owner.name', 'items[].id', 'fields.*[type=title]' or '$'.";
        var path = new ValuePath(text);
        var rest = path.FromRoot ? text[1..] : text;
        if (rest == "$")
        {
            path._names = [];
            return path;
        }

        foreach (var part in Parts(rest))
        {
            var bracket = part.IndexOf('[', StringComparison.Ordinal);
            var name = bracket < 0 ? part : part[..bracket];
            if (name.Length == 0 ? bracket < 0 || path._steps.Count > 0 : name.Contains(']', StringComparison.Ordinal))
            {
                return null;
            }

            if (name.Length > 0 && name != "$")
            {
                path._steps.Add(name == "*" ? new AnyMember() : new Member(name));
            }

            for (var rests = bracket < 0 ? "" : part[bracket..]; rests.Length > 0;)
            {
                var end = rests.IndexOf(']', StringComparison.Ordinal);
                if (rests[0] != '[' || end < 0 || Selector(rests[1..end]) is not { } step)
                {
                    return null;
                }

                path._steps.Add(step);
                rests = rests[(end + 1)..];
            }
        }

        path._names = path._steps.TrueForAll(step => step is Member) ? NamesOf(path._steps) : null;
        path._list = path._steps.Count(step => step is not Member) == 1 && path._steps.FindIndex(step => step is EveryItem) is >= 0 and var list
            ? (NamesOf(path._steps[..list]), NamesOf(path._steps[(list + 1)..]))
            : null;
        return path._steps.Count <= MostSteps ? path : null;
    }

    /// <summary>As it is written.</summary>
    public override string ToString() => _text;

    /// <summary>All that stands there; nothing for what is absent, null or of another shape.</summary>
    public IEnumerable<JsonElement> Find(JsonElement item, JsonElement answer)
    {
        if (_names is not null)
        {
            return One(item, answer) is { } one ? [one] : [];
        }

        var found = Follow(FromRoot ? answer : item, 0, _steps.Count);
        found.RemoveAll(element => !IsThere(element));
        return found;
    }

    /// <summary>The first that stands there; null where nothing does.</summary>
    public JsonElement? One(JsonElement item, JsonElement answer)
    {
        var at = FromRoot ? answer : item;
        if (_names is null)
        {
            return FirstFrom(at, 0);
        }

        return Reach(ref at, _names) && IsThere(at) ? at : null;
    }

    /// <summary>Whether it can find one thing at most.</summary>
    public bool IsSingle => _names is not null;

    /// <summary>The things of a listing: those of every list that stands there, or what is picked out of each; null where there is no list.</summary>
    public IEnumerable<JsonElement>? Listed(JsonElement answer)
    {
        if (_names is not null)
        {
            return Reach(ref answer, _names) && answer.ValueKind == JsonValueKind.Array ? answer.EnumerateArray() : null;
        }

        if (_list is not null)
        {
            return ListedOf(answer);
        }

        var members = _steps.TakeWhile(step => step is Member or AnyMember).Count();
        var lists = Follow(answer, 0, members).FindAll(element => element.ValueKind == JsonValueKind.Array);
        return lists.Count == 0 ? null
            : lists.SelectMany(list => Follow(list, members, _steps.Count)).SelectMany(element => element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : Enumerable.Repeat(element, 1));
    }

    /// <summary>Whether the path picks something out of a list and that list is there, and empty.</summary>
    public bool PicksOutOfNothing(JsonElement answer) =>
        _steps.LastOrDefault() is OneItem or Those && Follow(answer, 0, _steps.Count - 1).Exists(element => element.ValueKind == JsonValueKind.Array && element.GetArrayLength() == 0);

    public JsonElement? First(JsonElement answer) => One(answer, answer);

    /// <summary>What comes first by the steps from one on; nothing is kept on the way.</summary>
    private JsonElement? FirstFrom(JsonElement at, int step)
    {
        if (step == _steps.Count)
        {
            return IsThere(at) ? at : null;
        }

        if (_steps[step].IsMany(at))
        {
            var found = new List<JsonElement>();
            _steps[step].Find(at, found);
            foreach (var element in found)
            {
                if (FirstFrom(element, step + 1) is { } first)
                {
                    return first;
                }
            }

            return null;
        }

        return _steps[step].Only(at) is { } only ? FirstFrom(only, step + 1) : null;
    }

    private static byte[][] NamesOf(List<Step> steps) => [.. steps.Select(step => ((Member)step).Name)];

    private static bool Reach(ref JsonElement at, byte[][] names)
    {
        foreach (var name in names)
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
            {
                return false;
            }
        }

        return true;
    }

    private List<JsonElement>? ListedOf(JsonElement answer)
    {
        var (before, behind) = _list!.Value;
        if (!Reach(ref answer, before) || answer.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var found = new List<JsonElement>(answer.GetArrayLength());
        foreach (var item in answer.EnumerateArray())
        {
            var thing = item;
            if (!Reach(ref thing, behind))
            {
                continue;
            }

            if (thing.ValueKind == JsonValueKind.Array)
            {
                found.AddRange(thing.EnumerateArray());
            }
            else
            {
                found.Add(thing);
            }
        }

        return found;
    }

    private static bool IsThere(JsonElement element) => element.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined);

    private List<JsonElement> Follow(JsonElement from, int start, int end)
    {
        var found = new List<JsonElement> { from };
        for (var index = start; index < end; index++)
        {
            var next = new List<JsonElement>(found.Count);
            foreach (var element in found)
            {
                _steps[index].Find(element, next);
            }

            found = next;
        }

        return found;
    }

    private static IEnumerable<string> Parts(string text)
    {
        var (start, isWithin) = (0, false);
        // The one dot of a name such as @odata.nextLink.
        var mayHold = text.StartsWith('@');
        for (var index = 0; index < text.Length; index++)
        {
            isWithin = text[index] == '[' || (isWithin && text[index] != ']');
            if (text[index] != '.' || isWithin)
            {
                continue;
            }

            if (mayHold)
            {
                mayHold = false;
                continue;
            }

            yield return text[start..index];
            start = index + 1;
            mayHold = start < text.Length && text[start] == '@';
        }

        yield return text[start..];
    }

    private static Step? Selector(string text)
    {
        if (text.Length == 0)
        {
            return new EveryItem();
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            return new OneItem(index);
        }

        if (text == "last")
        {
            return new OneItem(-1);
        }

        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 ? new Those(text[..equals], text[(equals + 1)..]) : null;
    }
}
