"""A Factur-X PDF: the printed invoice with its XML attached. Makes no claim to be PDF/A-3."""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from generator.bundles import saved
from generator.cii import cii
from generator.invoice import Invoice

FILE_NAME = "factur-x.xml"
METADATA = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:fx="urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#">
<fx:DocumentType>INVOICE</fx:DocumentType><fx:DocumentFileName>factur-x.xml</fx:DocumentFileName>
<fx:Version>1.0</fx:Version><fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def factur_x(pdf: bytes, invoice: Invoice) -> bytes:
    """The PDF with the invoice's XML inside, as its alternative."""
    document = pikepdf.open(io.BytesIO(pdf))
    xml = pikepdf.Stream(document, cii(invoice))
    xml.stream_dict = Dictionary(
        Type=Name.EmbeddedFile, Subtype=Name("/text/xml"), Params=Dictionary(ModDate=String("D:20260101000000Z"))
    )
    attached = document.make_indirect(
        Dictionary(
            Type=Name.Filespec, F=String(FILE_NAME), UF=String(FILE_NAME), Desc=String("Factur-X invoice"),
            AFRelationship=Name.Alternative, EF=Dictionary(F=document.make_indirect(xml)),
        )
    )  # fmt: skip
    document.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([String(FILE_NAME), attached])))
    document.Root.AF = Array([attached])
    metadata = pikepdf.Stream(document, METADATA.encode())
    metadata.stream_dict = Dictionary(Type=Name.Metadata, Subtype=Name.XML)
    document.Root.Metadata = document.make_indirect(metadata)
    return saved(document)
