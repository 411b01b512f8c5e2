using Integrations.Primitives;

namespace Integrations.Core.VendorEvents;

/// <param name="key">Stands in the address.</param>
/// <param name="value">Signs, or is repeated by the vendor, as its scheme has it.</param>
[HoldsSecret]
internal sealed class InboundSecret(string key, string value)
{
    public string Key => key;

    public string Value => value;

    public override string ToString() => "***";
}
