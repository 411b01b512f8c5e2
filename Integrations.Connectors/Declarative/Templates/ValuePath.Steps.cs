using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Integrations.Connectors.Entities;

namespace Integrations.Connectors.Declarative.Templates;

/// <content>What a path is made of.</content>
internal sealed partial class ValuePath
{
    private abstract class Step
    {
        /// <summary>Whether it may find several there.</summary>
        public virtual bool IsMany(JsonElement element) => false;

        /// <summary>What it finds where that is one at most.</summary>
        public abstract JsonElement? Only(JsonElement element);

        public virtual void Find(JsonElement element, List<JsonElement> found)
        {
            if (Only(element) is { } only)
            {
                found.Add(only);
            }
        }
    }

    private sealed class Member(string name) : Step
    {
        public byte[] Name { get; } = Encoding.UTF8.GetBytes(name);

        public override JsonElement? Only(JsonElement element) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(Name, out var member) ? member : null;
    }

    private sealed class AnyMember : Step
    {
        public override bool IsMany(JsonElement element) => true;

        public override JsonElement? Only(JsonElement element) => null;

        public override void Find(JsonElement element, List<JsonElement> found) =>
            found.AddRange(element.ValueKind == JsonValueKind.Object ? element.EnumerateObject().Select(member => member.Value) : []);
    }

    private sealed class EveryItem : Step
    {
        public override bool IsMany(JsonElement element) => true;

        public override JsonElement? Only(JsonElement element) => null;

        public override void Find(JsonElement element, List<JsonElement> found)
        {
            if (element.ValueKind == JsonValueKind.Array)
            {
                found.EnsureCapacity(found.Count + element.GetArrayLength());
                foreach (var item in element.EnumerateArray())
                {
                    found.Add(item);
                }
            }
        }
    }

    private sealed class OneItem(int index) : Step
    {
        public override JsonElement? Only(JsonElement element) =>
            element.ValueKind == JsonValueKind.Array && element.GetArrayLength() is var length && length > Math.Max(index, 0) ? element[index < 0 ? length - 1 : index] : null;
    }

    /// <summary>Of a list its items, else the thing itself, where its member is this text, number or word.</summary>
    private sealed class Those(string name, string value) : Step
    {
        private readonly byte[] _name = Encoding.UTF8.GetBytes(name);
        private readonly byte[] _value = Encoding.UTF8.GetBytes(value);

        public override bool IsMany(JsonElement element) => element.ValueKind == JsonValueKind.Array;

        public override JsonElement? Only(JsonElement element) =>
            element.ValueKind == JsonValueKind.Object && element.TryGetProperty(_name, out var member) && Fits(member) ? element : null;

        public override void Find(JsonElement element, List<JsonElement> found)
        {
            if (element.ValueKind != JsonValueKind.Array)
            {
                base.Find(element, found);
                return;
            }

            foreach (var item in element.EnumerateArray())
            {
                base.Find(item, found);
            }
        }

        private bool Fits(JsonElement member) => member.ValueKind switch
        {
            JsonValueKind.String => IsValue(member),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => member.GetRawText() == value,
            _ => false,
        };

        /// <summary>As its bytes stand in the answer; one with escapes is read first.</summary>
        private bool IsValue(JsonElement member)
        {
            var raw = JsonMarshal.GetRawUtf8Value(member)[1..^1];
            return raw.SequenceEqual(_value) || (raw.Contains((byte)'\\') && member.Read() == value);
        }
    }
}
