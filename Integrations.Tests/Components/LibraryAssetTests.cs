using Integrations.Web.Components;

namespace Integrations.Tests.Components;

public sealed class LibraryAssetTests
{
    [Theory]
    [InlineData("_content/MudBlazor/MudBlazor.min.k4r0it8844.css", "_content/MudBlazor/MudBlazor.min.css?v=k4r0it8844")]
    [InlineData("MudBlazor.min.l3r8y5kzi5.js", "MudBlazor.min.js?v=l3r8y5kzi5")]
    [InlineData("_content/MudBlazor/MudBlazor.min.css", "_content/MudBlazor/MudBlazor.min.css")]
    [InlineData("app.css", "app.css")]
    public void Fingerprint_BecomesTheVersionOfThePlainAddress(string address, string packed) => Assert.Equal(packed, LibraryAsset.Packed(address));
}
